/** What of a Patient tells people apart, in one comparable form. */
@NullMarked
package dev.tributary.identity.features;

import org.jspecify.annotations.NullMarked;

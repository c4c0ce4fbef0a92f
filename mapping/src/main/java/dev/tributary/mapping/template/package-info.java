/** Values by name become elements of resources, as a source's file declares it. */
@NullMarked
package dev.tributary.mapping.template;

import org.jspecify.annotations.NullMarked;

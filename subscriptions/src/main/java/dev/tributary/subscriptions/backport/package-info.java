/** The wire form: Subscriptions R5 Backport 1.1.0 on FHIR R4. */
@NullMarked
package dev.tributary.subscriptions.backport;

import org.jspecify.annotations.NullMarked;

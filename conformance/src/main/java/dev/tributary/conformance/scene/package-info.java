/** What a check works with: the target, clients by role, a feed of HL7 v2, a receiver of notifications, expectations. */
@NullMarked
package dev.tributary.conformance.scene;

import org.jspecify.annotations.NullMarked;

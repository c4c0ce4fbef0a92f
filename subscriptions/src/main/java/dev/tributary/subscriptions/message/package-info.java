/** Events as FHIR messages of the Da Vinci Unsolicited Notifications. */
@NullMarked
package dev.tributary.subscriptions.message;

import org.jspecify.annotations.NullMarked;

/** Connects the notification engine with the record, the FHIR face and the operator's. */
@NullMarked
package dev.tributary.server.notify;

import org.jspecify.annotations.NullMarked;

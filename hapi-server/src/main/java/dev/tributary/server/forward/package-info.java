/** FHIR messages that come in and go on to other receivers, with the hub as intermediary. */
@NullMarked
package dev.tributary.server.forward;

import org.jspecify.annotations.NullMarked;

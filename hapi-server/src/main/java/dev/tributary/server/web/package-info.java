/** How the faces that are not the FHIR server's say what went wrong. */
@NullMarked
package dev.tributary.server.web;

import org.jspecify.annotations.NullMarked;

/** StructureMaps of the FHIR Mapping Language: as the last step of a source's map, and as an operation. */
@NullMarked
package dev.tributary.server.transform;

import org.jspecify.annotations.NullMarked;

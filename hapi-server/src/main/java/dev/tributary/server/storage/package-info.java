/** HAPI FHIR JPA and the hub's own tables on one data source, so that everything of a message commits together. */
@NullMarked
package dev.tributary.server.storage;

import org.jspecify.annotations.NullMarked;

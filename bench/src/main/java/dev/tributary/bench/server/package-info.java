/** Child processes and the database that a scenario starts for itself. */
@NullMarked
package dev.tributary.bench.server;

import org.jspecify.annotations.NullMarked;

/** Who may send what, and how the hub reads it: one YAML file per source. */
@NullMarked
package dev.tributary.server.sources;

import org.jspecify.annotations.NullMarked;

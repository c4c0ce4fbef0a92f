/** The HTTP faces of the server under test, on this machine only. */
@NullMarked
package dev.tributary.bench.http;

import org.jspecify.annotations.NullMarked;

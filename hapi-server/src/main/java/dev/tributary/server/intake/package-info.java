/** The journal of what sources sent, and the workers that apply it: nothing is acknowledged before it is kept. */
@NullMarked
package dev.tributary.server.intake;

import org.jspecify.annotations.NullMarked;

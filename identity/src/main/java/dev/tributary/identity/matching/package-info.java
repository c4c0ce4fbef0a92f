/** Whether two records are one person: levels, weights, a probability, a decision. */
@NullMarked
package dev.tributary.identity.matching;

import org.jspecify.annotations.NullMarked;

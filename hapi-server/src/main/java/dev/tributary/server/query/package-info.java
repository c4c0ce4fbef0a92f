/** Answers who somebody is to systems that ask over HL7 v2: IHE PIX and PDQ queries. */
@NullMarked
package dev.tributary.server.query;

import org.jspecify.annotations.NullMarked;

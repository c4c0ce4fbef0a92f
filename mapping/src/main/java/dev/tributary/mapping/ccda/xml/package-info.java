/** Reads the XML of CDA documents safely into a small tree. */
@NullMarked
package dev.tributary.mapping.ccda.xml;

import org.jspecify.annotations.NullMarked;

/** What came of a run: results, and the report as a FHIR TestReport, a page and a table. */
@NullMarked
package dev.tributary.conformance.report;

import org.jspecify.annotations.NullMarked;

package dev.tributary.server.query;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.v2.Reading;
import dev.tributary.mapping.v2.V2Header;
import dev.tributary.server.intake.QueryReceiver;
import dev.tributary.server.sources.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code QBP^Q22} of <a href="https://profiles.ihe.net/ITI/TF/Volume2/ITI-21.html">ITI-21 Patient Demographics Query</a> and {@code
 * QBP^Q23} of <a href="https://profiles.ihe.net/ITI/TF/Volume2/ITI-9.html">ITI-9 PIX Query</a>, answered as RSP^K22 and RSP^K23.
 */
final class PatientQueries implements QueryReceiver {

    private final CrossReferenceQuery crossReference;
    private final DemographicsQuery demographics;

    PatientQueries(CrossReferenceQuery crossReference, DemographicsQuery demographics) {
        this.crossReference = crossReference;
        this.demographics = demographics;
    }

    /** Found persons, or why nobody could be looked for. */
    sealed interface Found {

        /**
         * @param people one PID segment each, in order
         * @param references of the persons
         * @param total how many there are in all
         * @param next where to go on; empty if this is all
         */
        record Persons(List<String> people, List<String> references, int total, String next) implements Found {}

        record Refused(List<Issue> errors) implements Found {}
    }

    @Override
    public boolean understands(V2Header header) {
        return header.trigger().equals("QBP^Q22") || header.trigger().equals("QBP^Q23");
    }

    @Override
    public Answer answer(Source source, Reading.Readable query) {
        var isCrossReference = query.header().triggerEvent().equals("Q23");
        var type = isCrossReference ? "RSP^K23^RSP_K23" : "RSP^K22^RSP_K21";
        var parameters = query.message().first("QPD");
        if (parameters.isEmpty()) {
            var missing = Issue.error("structure", "QPD", "No QPD segment: this query asks for nothing.");
            return new Answer(type, List.of(missing), List.of(), List.of());
        }
        var domains = new Domains(source.profile(), query.header().delimiters());
        var asked = new Asked(query.message(), parameters.get(), domains);
        var found = isCrossReference ? crossReference.find(asked) : demographics.find(asked);
        return answer(type, asked, found);
    }

    /** QAK-2: OK, NF (nobody found), AE; QAK-4 to 6 count. */
    private static Answer answer(String type, Asked asked, Found found) {
        var segments = new ArrayList<String>();
        if (found instanceof Found.Refused refused) {
            segments.add(asked.segment("QAK", asked.tag(), "AE"));
            segments.add(asked.echo());
            return new Answer(type, refused.errors(), segments, List.of());
        }
        var persons = (Found.Persons) found;
        var now = persons.people().size();
        segments.add(asked.segment(
                "QAK",
                asked.tag(),
                now == 0 ? "NF" : "OK",
                "",
                Integer.toString(persons.total()),
                Integer.toString(now),
                Integer.toString(Math.max(0, persons.total() - asked.offset() - now))));
        segments.add(asked.echo());
        segments.addAll(persons.people());
        if (!persons.next().isEmpty()) {
            segments.add(asked.segment("DSC", persons.next(), "I"));
        }
        return new Answer(type, List.of(), segments, persons.references());
    }
}

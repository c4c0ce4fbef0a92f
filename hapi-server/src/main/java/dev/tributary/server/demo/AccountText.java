package dev.tributary.server.demo;

import dev.tributary.server.demo.Account.SourceCounts;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells an {@link Account} to a person: a page that fits 100 columns, with commands to copy. */
final class AccountText {

    private static final int COLUMNS = 100;
    private static final int REMARKS = 8;
    private static final List<String> STATES = List.of("applied", "failed", "rejected", "unsupported", "waiting");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    private final Account account;
    private final List<String> lines = new ArrayList<>();

    private AccountText(Account account) {
        this.account = account;
    }

    static String of(Account account) {
        var text = new AccountText(account);
        text.headline();
        text.sources();
        text.records();
        text.notifications();
        text.troubles();
        text.remarks();
        text.commands();
        return String.join("\n", text.lines) + "\n";
    }

    private void headline() {
        var played = account.played();
        lines.add("");
        lines.add("A day of care, " + DATE.format(played.date()) + ": " + played.people() + " people, "
                + played.messages() + " messages sent");
    }

    private void sources() {
        heading("Messages in the hub, by source and outcome");
        var row = "  %-12s %8s %8s %8s %9s %12s %8s %11s";
        lines.add(row.formatted(
                "source", "messages", "applied", "parked", "refused", "unsupported", "waiting", "duplicates"));
        for (var source : account.sources()) {
            lines.add(row.formatted(counts(source)));
        }
    }

    private static Object[] counts(SourceCounts source) {
        var cells = new ArrayList<>(List.<Object>of(source.source(), source.all()));
        STATES.forEach(state -> cells.add(source.count(state)));
        cells.add(source.duplicates());
        return cells.toArray();
    }

    private void records() {
        var records = account.records();
        heading("Records");
        lines.add("  " + records.sourceRecords() + " source records → " + records.unifiedPatients()
                + " unified patients");
    }

    private void notifications() {
        var sent = account.notifications();
        heading("Notifications");
        lines.add("  " + sent.delivered() + " delivered, " + sent.pending() + " pending, " + sent.dead() + " dead;  "
                + sent.received() + " received just now by the demo's " + sent.subscriptions() + " subscriptions");
        if (sent.p50() != null && sent.p99() != null) {
            lines.add("  from commit to receipt: half within " + sent.p50() + " ms, 99 of 100 within " + sent.p99()
                    + " ms");
        }
    }

    private void troubles() {
        heading("Parked or refused, and why");
        if (account.troubles().isEmpty()) {
            lines.add("  nothing");
        }
        for (var trouble : account.troubles()) {
            var state = trouble.state().equals("failed") ? "parked" : trouble.state();
            lines.add(("  %-11s " + trouble.source() + "  " + orDash(trouble.trigger()) + "  "
                            + orDash(trouble.controlId()))
                    .formatted(state));
            wrap(trouble.reason(), "              ");
        }
    }

    private void remarks() {
        if (!account.remarks().isEmpty()) {
            heading("Not as expected");
            account.remarks().stream().limit(REMARKS).forEach(remark -> wrap(remark, "  "));
            if (account.remarks().size() > REMARKS) {
                lines.add("  and " + (account.remarks().size() - REMARKS) + " more");
            }
        }
    }

    private void commands() {
        var pointers = account.pointers();
        heading("See for yourself: paste these into another terminal");
        lines.add("TOKEN=" + pointers.token());
        lines.add("HUB=" + pointers.base());
        lines.add("AUTH=\"Authorization: Bearer $TOKEN\"");
        if (pointers.patient() != null) {
            lines.add("");
            lines.add("# " + pointers.person() + ", whom all three sources know: one record, and everything about it");
            lines.add("curl -s -H \"$AUTH\" $HUB/fhir/Patient/" + pointers.patient());
            lines.add("curl -s -H \"$AUTH\" $HUB/fhir/Patient/" + pointers.patient() + "/\\$everything");
        }
        if (pointers.parked() != null) {
            lines.add("");
            lines.add("# the parked message: what came and what is wrong with it; and once more, after a correction");
            lines.add("curl -s -H \"$AUTH\" $HUB/intake/messages/" + pointers.parked());
            lines.add("curl -s -H \"$AUTH\" -X POST $HUB/intake/messages/" + pointers.parked() + "/\\$replay");
        }
        if (pointers.subscription() != null) {
            lines.add("");
            lines.add("# the notifications of a discharge, as the subscriber got them");
            lines.add("curl -s -H \"$AUTH\" $HUB/fhir/Subscription/" + pointers.subscription() + "/\\$events");
        }
    }

    private void heading(String text) {
        lines.add("");
        lines.add(text);
    }

    private void wrap(String text, String indent) {
        var line = new StringBuilder(indent);
        for (var word : text.strip().split("\\s+")) {
            if (line.length() + word.length() >= COLUMNS && line.length() > indent.length()) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(indent);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "–" : text;
    }
}

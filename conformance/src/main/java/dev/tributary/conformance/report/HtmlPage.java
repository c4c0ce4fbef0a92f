package dev.tributary.conformance.report;

import dev.tributary.conformance.scene.Exchange;
import dev.tributary.conformance.scene.Group;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A run as one HTML page that needs nothing else: no script, no style sheet, no font from elsewhere. */
public final class HtmlPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2733}
            h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin-top:2rem}
            .sum span{display:inline-block;padding:.2rem .8rem;border-radius:1rem;margin-right:.5rem;font-weight:600}
            table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.35rem .6rem;
            border-bottom:1px solid #dde3ea}code{font-size:.85em}.PASS{color:#0a6b3d}.FAIL{color:#b3261e}
            .SKIP{color:#6b7280}.sum .PASS{background:#dff5e8}.sum .FAIL{background:#fbe3e1}.sum .SKIP{background:#eceff3}
            details pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8rem;background:#f5f7fa;padding:.6rem}
            .msg{overflow-wrap:anywhere}footer{margin-top:2rem;color:#6b7280}
            @media(prefers-color-scheme:dark){body{background:#14191f;color:#dfe6ee}td,th{border-color:#2b3440}
            details pre{background:#1c232b}.sum .PASS{background:#12402a}.sum .FAIL{background:#4d1b18}
            .sum .SKIP{background:#2b3440}.PASS{color:#7fdcae}.FAIL{color:#ff9d96}.SKIP{color:#a3aebb}}
            """;

    private HtmlPage() {}

    public static String of(Report report) {
        StringBuilder html = new StringBuilder(16_384);
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<title>Conformance of ")
                .append(escape(report.target().toString()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>Conformance</h1>\n<p>")
                .append(escape(report.target().toString()))
                .append(report.software().isEmpty() ? "" : " · " + escape(report.software()))
                .append(" · ")
                .append(TIME.format(report.started()))
                .append("</p>\n<p class=\"sum\">");
        for (Outcome outcome : Outcome.values()) {
            html.append("<span class=\"%s\">%d %s</span>"
                    .formatted(outcome, report.with(outcome).size(), word(outcome)));
        }
        html.append("</p>\n");
        for (Group group : Group.values()) {
            appendGroup(html, report, group);
        }
        return html.append("<footer>Run ")
                .append(escape(report.id()))
                .append(", ")
                .append(escape(report.summary()))
                .append("</footer></body></html>\n")
                .toString();
    }

    private static void appendGroup(StringBuilder html, Report report, Group group) {
        List<CheckResult> results = report.results().stream()
                .filter(r -> r.check().group() == group)
                .toList();
        if (results.isEmpty()) {
            return;
        }
        html.append("<h2>")
                .append(group)
                .append(
                        "</h2>\n<table><thead><tr><th>Outcome</th><th>Check</th><th>Proves</th><th>What came of it</th>")
                .append("</tr></thead><tbody>\n");
        results.forEach(result -> appendRow(html, result));
        html.append("</tbody></table>\n");
    }

    private static void appendRow(StringBuilder html, CheckResult result) {
        html.append("<tr id=\"")
                .append(escape(result.check().id()))
                .append("\"><td class=\"")
                .append(result.outcome())
                .append("\"><b>")
                .append(word(result.outcome()))
                .append("</b></td><td>")
                .append(escape(result.check().title()))
                .append("<br><code>")
                .append(escape(result.check().id()))
                .append("</code></td><td>")
                .append(escape(String.join(", ", result.check().statements())))
                .append("</td><td class=\"msg\">")
                .append(escape(result.message()));
        if (!result.exchanges().isEmpty()) {
            html.append("<details><summary>")
                    .append(result.exchanges().size())
                    .append(" requests, ")
                    .append(result.duration().toMillis())
                    .append(" ms</summary><pre>");
            for (Exchange exchange : result.exchanges()) {
                html.append(escape(exchange.toString())).append('\n');
            }
            html.append("</pre></details>");
        }
        html.append("</td></tr>\n");
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case PASS -> "passed";
            case FAIL -> "failed";
            case SKIP -> "skipped";
        };
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

package dev.tributary.server.demo;

import java.io.PrintStream;

/** How far it has come: one line that is drawn over on a terminal, a plain line at every tenth otherwise. */
final class Progress {

    private static final int BAR = 30;

    private final PrintStream out;
    private final boolean terminal;
    private final int total;
    private int done;
    private int tenths;

    Progress(PrintStream out, boolean terminal, int total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
    }

    /** What happens next. */
    void step(String label) {
        if (terminal) {
            out.print("\r\u001b[K" + line(label));
            out.flush();
        }
    }

    /** One more is done. */
    void advance() {
        done++;
        if (!terminal && done * 10 / total > tenths) {
            tenths = done * 10 / total;
            out.println("  " + tenths * 10 + " % (" + done + " of " + total + ")");
        }
    }

    /** Leaves the line to what is printed next. */
    void finish() {
        if (terminal) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }

    private String line(String label) {
        var filled = BAR * done / total;
        var line = "  [" + "█".repeat(filled) + "·".repeat(BAR - filled) + "] " + "%3d/%d  ".formatted(done, total)
                + label;
        return line.length() > 79 ? line.substring(0, 78) + "…" : line;
    }
}

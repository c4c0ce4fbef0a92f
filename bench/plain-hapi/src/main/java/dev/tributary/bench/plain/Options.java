package dev.tributary.bench.plain;

import org.springframework.core.env.Environment;

/** Switches that stand alone on the command line: {@code --mdm} means {@code --mdm=true}. */
final class Options {

    static final String MDM = "mdm";
    static final String REST_HOOK = "rest-hook";

    private Options() {}

    static boolean isOn(Environment environment, String option) {
        var value = environment.getProperty(option);
        return value != null && !value.equals("false");
    }
}

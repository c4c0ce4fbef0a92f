package dev.tributary.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** What the hub's own application.yml makes of log lines. A key called message would break JSON lines, which have one already. */
@ExtendWith(OutputCaptureExtension.class)
class QuietLogsTest {

    private static final String SECRET = "Zebrawoman";

    @AfterEach
    void forgetTheSettings() {
        LoggingSystem.get(getClass().getClassLoader()).cleanUp();
        Stream.of("CONSOLE_LOG_STRUCTURED_FORMAT", "LOG_EXCEPTION_CONVERSION_WORD", "LOG_CORRELATION_PATTERN")
                .forEach(System::clearProperty);
    }

    @Test
    void text_saysWhichExceptionsAndWhere_neverTheirMessages(CapturedOutput output) {
        try (var context = hub()) {
            log();
        }
        assertThat(output.getOut())
                .contains("[message 4711] d.t.server.observe.QuietLogsTest", "It failed")
                .containsSubsequence(
                        "java.lang.IllegalStateException\n",
                        "\tat dev.tributary.server.observe.QuietLogsTest.log(",
                        "Caused by: java.lang.IllegalArgumentException\n")
                .doesNotContain(SECRET);
    }

    @Test
    void lineWithoutMessage_hasNoEmptyMark(CapturedOutput output) {
        try (var context = hub()) {
            LoggerFactory.getLogger(QuietLogsTest.class).info("Nothing special");
        }
        assertThat(output.getOut()).contains("Nothing special").doesNotContain("[message");
    }

    @Test
    void json_saysTheSame(CapturedOutput output) {
        for (var format : new String[] {"ecs", "logstash", "gelf"}) {
            try (var context = hub("--logging.structured.format.console=" + format)) {
                log();
            }
        }
        var lines = output.getOut()
                .lines()
                .filter(line -> line.contains("It failed"))
                .toList();
        assertThat(lines)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("{")
                        .contains(
                                "\"4711\"",
                                "java.lang.IllegalStateException",
                                "Caused by: java.lang.IllegalArgumentException")
                        .contains("QuietLogsTest.log(")
                        .doesNotContain(SECRET));
    }

    private static void log() {
        Logger log = LoggerFactory.getLogger(QuietLogsTest.class);
        MDC.put("messageId", "4711");
        try {
            log.error(
                    "It failed",
                    new IllegalStateException(
                            "of " + SECRET + "\nand " + SECRET,
                            new IllegalArgumentException(SECRET + ": value\n\n  " + SECRET + " at home")));
        } finally {
            MDC.clear();
        }
    }

    private static org.springframework.context.ConfigurableApplicationContext hub(String... arguments) {
        return new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}

package dev.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tributary.server.intake.IntakeProperties;
import dev.tributary.server.notify.NotifyProperties;
import dev.tributary.server.record.IdentityProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.NestedExceptionUtils;

/** A bad value is refused with its key, itself and a remedy: for every record of properties that the hub has. */
class ConfigurationTest {

    private static final List<Class<?>> RECORDS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.tributary.server").stream()
                    .filter(type -> type.isAnnotatedWith(ConfigurationProperties.class))
                    .<Class<?>>map(type -> type.reflect())
                    .toList();

    static Stream<Class<?>> records() {
        return RECORDS.stream();
    }

    private static Object bind(Class<?> type, Map<String, String> keys) {
        var all = new HashMap<>(keys);
        all.putIfAbsent("hub.data-dir", "data");
        all.putIfAbsent("hub.config", "config");
        all.putIfAbsent("hub.base-url", "http://localhost:8080");
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate(type.getAnnotation(ConfigurationProperties.class).value(), type);
    }

    @ParameterizedTest
    @MethodSource("records")
    void defaults_areSound(Class<?> type) {
        assertThat(bind(type, Map.of())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "hub.base-url, localhost, https://",
        "hub.csv.max-file, 1B, 1KB",
        "hub.intake.workers, 0, 64",
        "hub.intake.workers, 65, 64",
        "hub.intake.attempts, 0, 10",
        "hub.intake.poll, 0s, 1s",
        "hub.notify.give-up-after, -1s, 3d",
        "hub.notify.give-up-after, 0s, 3d",
        "hub.notify.error-after, -1s, 5m",
        "hub.notify.keep, 0s, 30d",
        "hub.notify.keep-dead, -1s, 90d",
        "hub.notify.purge-every, 0s, 10m",
        "hub.intake.keep, 0s, 365d",
        "hub.notify.proxy, ftp://x.example, http://",
        "hub.notify.sockets, -1, Write 0",
        "hub.notify.email.encryption, never, starttls",
        "hub.notify.kafka.bootstrap, broker, host:port",
        "hub.feeds.workers, 0, 256",
        "hub.feeds.max-connections, 0, from 1",
        "hub.feeds.max-message, 1B, 1KB",
        "hub.feeds.idle-timeout, 0s, 1h",
        "hub.feeds.drop-poll, 0s, 2s",
        "hub.feeds.drop-leftover, 1s, drop-poll",
        "hub.observe.message-lag, 0s, 1m",
        "hub.observe.notification-lag, -1s, 1m",
        "hub.observe.failed-subscriptions, -1, Write 0",
        "hub.observe.sample, 0s, 5s",
        "hub.observe.count, 0s, 60s",
        "hub.identity.link, 1.5, above 0",
        "hub.identity.review, 0.0, above 0",
        "hub.identity.block-size, 0, 1 to 10000",
        "hub.identity.candidates, 0, 1 to 10000",
        "hub.security.issuer, login.example, https://",
        "hub.security.token-lifetime, 25h, 24h"
    })
    void aBadValue_isRefusedWithKeyValueAndRemedy(String key, String value, String remedy) {
        // Several records may share a prefix; one of them has the key.
        var thrown = records()
                .filter(record ->
                        key.matches(record.getAnnotation(ConfigurationProperties.class)
                                        .value()
                                        .replace(".", "\\.") + "\\.[a-z-]+"))
                .map(type -> catchThrowable(() -> bind(type, Map.of(key, value))))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);

        assertThat(thrown).as("%s=%s", key, value).isNotNull();
        assertThat(NestedExceptionUtils.getMostSpecificCause(thrown))
                .hasMessageStartingWith(key)
                .hasMessageContaining(asUnderstood(value))
                .hasMessageContaining(remedy);
    }

    private static String asUnderstood(String value) {
        return value.matches("-?[0-9]+[smh]")
                ? DurationStyle.detectAndParse(value).toString()
                : value;
    }

    @Test
    void everyRecordOfProperties_isOfThisTest() {
        assertThat(records())
                .extracting(Class::getSimpleName)
                .containsExactlyInAnyOrder(
                        "HubProperties",
                        "CsvProperties",
                        "FeedsProperties",
                        "IntakeProperties",
                        "IdentityProperties",
                        "NotifyProperties",
                        "ReceiverProperties",
                        "KeepProperties",
                        "EmailProperties",
                        "TlsProperties",
                        "KafkaProperties",
                        "MessagingProperties",
                        "ObserveProperties",
                        "SecurityProperties");
    }

    @Test
    void lists_areReadAndBlankEntriesLeftOut() {
        var notify = (NotifyProperties)
                bind(NotifyProperties.class, Map.of("hub.notify.allow", "http://127.0.0.1:*, ,https://a.example"));
        assertThat(notify.allow()).isEqualTo(List.of("http://127.0.0.1:*", "https://a.example"));
        var identity = (IdentityProperties) bind(IdentityProperties.class, Map.of());
        assertThat(identity.nationalSystems()).containsExactly("http://hl7.org/fhir/sid/us-ssn");
        assertThat(((IntakeProperties) bind(IntakeProperties.class, Map.of())).workers())
                .isPositive();
    }

    /** {@code http://hub.example/} and {@code http://hub.example} are one address. */
    @Test
    void aTrailingSlash_doesNotDouble() {
        var hub = (HubProperties) bind(HubProperties.class, Map.of("hub.base-url", "http://hub.example/"));
        assertThat(hub.fhirBase()).isEqualTo("http://hub.example/fhir");
    }
}

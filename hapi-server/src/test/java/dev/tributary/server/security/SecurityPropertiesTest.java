package dev.tributary.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SecurityPropertiesTest {

    @Test
    void nothingSet_meansOwnTokensForAnHour() {
        var settings = bind(Map.of());

        assertThat(settings.hasExternalIssuer()).isFalse();
        assertThat(settings.tokenLifetime()).hasHours(1);
        assertThat(settings.clients()).isEmpty();
    }

    @Test
    void everyKey_arrives() {
        var settings = bind(Map.of(
                "issuer", "https://login.example",
                "audience", "hub",
                "token-lifetime", "5m",
                "clients[0].id", "a",
                "clients[0].secret", "a long enough secret",
                "clients[0].scopes", "reader"));

        assertThat(settings.issuer()).isEqualTo("https://login.example");
        assertThat(settings.audience()).isEqualTo("hub");
        assertThat(settings.tokenLifetime()).hasMinutes(5);
        assertThat(settings.clients().get(0).readSecret()).isEqualTo("a long enough secret");
        assertThat(settings.toString()).doesNotContain("long enough");
    }

    @Test
    void mistakes_areExplainedWithoutTheSecret() {
        assertThatThrownBy(() -> bind(Map.of("issuer", "login.example")))
                .getRootCause()
                .hasMessageContaining("hub.security.issuer: \"login.example\" does not do.");
        assertThatThrownBy(() -> bind(Map.of("token-lifetime", "25h")))
                .getRootCause()
                .hasMessageContaining("24h");
        assertThatThrownBy(() -> new SecurityProperties.Client("a", "x", null, Set.of("admin")))
                .hasMessageContaining("source, reader, subscriber, steward, operator");
        assertThatThrownBy(() -> new SecurityProperties.Client("a", null, null, Set.of("reader")))
                .hasMessageContaining("either secret or secret-file");
        assertThatThrownBy(() -> new SecurityProperties.Client("a", "tiny", null, Set.of("reader")).readSecret())
                .hasMessageContaining("12 to 72")
                .hasMessageNotContaining("tiny");
        var client = new SecurityProperties.Client("a", "x", null, Set.of("reader"));
        assertThatThrownBy(() -> new SecurityProperties("", "", Duration.ofHours(1), List.of(client, client)))
                .hasMessageContaining("each id once");
    }

    private static SecurityProperties bind(Map<String, String> keys) {
        var all = new HashMap<String, String>();
        keys.forEach((key, value) -> all.put("hub.security." + key, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("hub.security", SecurityProperties.class);
    }
}

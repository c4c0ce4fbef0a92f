package dev.tributary.server.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SourcesConfigurationTest {

    @TempDir
    Path config;

    @Test
    void badFile_showsInHealth_andTheHubStarts() throws Exception {
        Files.createDirectory(config.resolve("sources"));
        Files.writeString(config.resolve("sources/good.yaml"), "format: fhir\ntime-zone: ${ZONE_OF_TEST:UTC}\n");
        Files.writeString(config.resolve("sources/bad.yaml"), "format: fhir\ntime-zone: Mars/Base\n");

        new ApplicationContextRunner()
                .withUserConfiguration(SourcesConfiguration.class)
                .withPropertyValues("hub.config=" + config, "ZONE_OF_TEST=Europe/Berlin")
                .run(context -> {
                    var catalogue = context.getBean(SourceCatalogue.class);
                    assertThat(catalogue.byId("good").orElseThrow().profile().zone())
                            .hasToString("Europe/Berlin");
                    var health = context.getBean(HealthIndicator.class).health();
                    assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
                    assertThat(health.getDetails().get("problems").toString()).contains("Mars/Base");
                });
    }
}

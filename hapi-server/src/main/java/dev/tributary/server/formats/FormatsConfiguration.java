package dev.tributary.server.formats;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The list of formats. */
@Configuration(proxyBeanMethods = false)
public class FormatsConfiguration {

    @Bean
    MessageFormats messageFormats() {
        return all();
    }

    @Bean
    MapSteps mapSteps(ObjectProvider<MapStep> steps) {
        return new MapSteps(steps.orderedStream().toList());
    }

    /** For those who map without a server. */
    public static MessageFormats all() {
        return new MessageFormats(List.of(new Hl7v2Format(), new CcdaFormat(), new CsvFormat()));
    }
}

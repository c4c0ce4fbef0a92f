package dev.tributary.server.formats;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The list of formats. */
@Configuration(proxyBeanMethods = false)
public class FormatsConfiguration {

    @Bean
    MessageFormats messageFormats() {
        return all();
    }

    /** For those who map without a server. */
    public static MessageFormats all() {
        return new MessageFormats(List.of(new Hl7v2Format(), new CcdaFormat()));
    }
}

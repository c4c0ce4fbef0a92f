package dev.tributary.bench.plain;

import ca.uhn.fhir.jpa.mdm.config.MdmConsumerConfig;
import ca.uhn.fhir.jpa.mdm.config.MdmSubmitterConfig;
import ca.uhn.fhir.jpa.searchparam.config.NicknameServiceConfig;
import ca.uhn.fhir.mdm.api.IMdmRuleValidator;
import ca.uhn.fhir.mdm.api.IMdmSettings;
import ca.uhn.fhir.mdm.rules.config.MdmSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.Resource;

/** <a href="https://hapifhir.io/hapi-fhir/docs/server_jpa_mdm/mdm.html">HAPI's MDM</a> with the rules of mdm-rules.json. */
@Configuration
@ConditionalOnProperty(Options.MDM)
@Import({MdmConsumerConfig.class, MdmSubmitterConfig.class, NicknameServiceConfig.class})
class PlainHapiMdm {

    @Bean
    IMdmSettings mdmSettings(IMdmRuleValidator validator, @Value("classpath:mdm-rules.json") Resource rules)
            throws IOException {
        return new MdmSettings(validator)
                .setEnabled(true)
                .setScriptText(rules.getContentAsString(StandardCharsets.UTF_8));
    }
}

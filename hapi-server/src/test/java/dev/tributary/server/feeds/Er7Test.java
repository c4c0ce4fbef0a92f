package dev.tributary.server.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Er7Test {

    @Test
    void separatorAndLineEnd_areThoseOfTheMessage() {
        assertThat(component("\r\nMSH#^~\\&#APP^1.2^ISO#FAC\nMSA#AA#1", "MSH", 3))
                .isEqualTo("APP");
        assertThat(component("MSH#^~\\&#APP^1.2^ISO#FAC\nMSA#AA#1", "MSA", 2)).isEqualTo("1");
    }

    @Test
    void whatIsNotThere_isEmpty() {
        assertThat(component("", "MSH", 3)).isEmpty();
        assertThat(component("MSH", "MSH", 3)).isEmpty();
        assertThat(component("MSH|^~\\&||FAC", "MSH", 3)).isEmpty();
        assertThat(component("MSH|^~\\&||FAC", "MSH", 30)).isEmpty();
        assertThat(component("no message", "MSA", 1)).isEmpty();
    }

    @Test
    void onlyAaAndCa_areYes() {
        assertThat(Er7.accepts(bytes("MSH|^~\\&|A\rMSA|CA|1\r"))).isTrue();
        assertThat(Er7.accepts(bytes("MSH|^~\\&|A\rMSA|CE|1\r"))).isFalse();
        assertThat(Er7.accepts(bytes("garbage"))).isFalse();
    }

    @Test
    void aBatchIsAccepted_ifEveryMessageIs() {
        var yes = "MSH|^~\\&|A\rMSA|AA|1\r";
        var no = "MSH|^~\\&|A\rMSA|AE|2\r";

        assertThat(Er7.accepts(bytes("BHS|^~\\&\r" + yes + yes + "BTS|2\r"))).isTrue();
        assertThat(Er7.accepts(bytes("BHS|^~\\&\r" + yes + no + "BTS|2\r"))).isFalse();
        assertThat(Er7.accepts(bytes("BHS|^~\\&\rBTS|0\r"))).isTrue();
    }

    private static String component(String message, String segment, int number) {
        return Er7.component(bytes(message), segment, number).orElse("");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

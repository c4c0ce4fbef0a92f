package dev.tributary.subscriptions.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointPolicyTest {

    private static final Map<String, String> NAMES =
            Map.of("public.example", "93.184.215.14", "sneaky.example", "10.1.2.3", "six.example", "2606:2800::1");

    private final EndpointPolicy policy = new EndpointPolicy(
            List.of("http://127.0.0.1:*", "https://receiver.internal:8443", "http://LAB.internal"),
            EndpointPolicyTest::resolve);

    /** Names of this test; literals need no lookup. */
    private static InetAddress[] resolve(String host) throws UnknownHostException {
        String literal = NAMES.getOrDefault(host, host);
        if (!literal.matches("[0-9.]+|\\[?[0-9a-f:.]+]?")) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getAllByName(literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://public.example/notify?x=1",
                "https://six.example:9443/",
                "http://127.0.0.1:5000/a",
                "https://receiver.internal:8443/x",
                "http://lab.internal/x"
            })
    void allowed(String endpoint) {
        assertThat(policy.refusal(endpoint)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://public.example/x        | Only https
            ftp://public.example/x         | Only https
            https://sneaky.example/x       | not public
            https://127.0.0.1/x            | not public
            https://10.0.0.1/x             | not public
            https://172.16.0.1/x           | not public
            https://192.168.1.1/x          | not public
            https://169.254.169.254/latest | not public
            https://100.64.0.1/x           | not public
            https://0.0.0.0/x              | not public
            https://224.0.0.1/x            | not public
            https://255.255.255.255/x      | not public
            https://[::1]/x                | not public
            https://[fe80::1]/x            | not public
            https://[fd00::1]/x            | not public
            https://[ff02::1]/x            | not public
            https://[::ffff:10.0.0.1]/x    | not public
            https://[2002:a00:1::]/x       | not public
            https://[64:ff9b::a00:1]/x     | not public
            https://receiver.internal/x    | cannot be resolved
            http://127.0.0.2:80/x          | Only https
            http://lab.internal:81/x       | Only https
            https://u:p@public.example/x   | without user name
            https:///x                     | absolute URL
            /relative                      | absolute URL
            http://127.0.0.1.evil.example/ | Only https
            not a url                      | not a valid URL
            """)
    void refused(String endpoint, String reason) {
        assertThat(policy.refusal(endpoint))
                .hasValueSatisfying(text -> assertThat(text).contains(reason));
    }

    @Test
    void unreadablePattern_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointPolicy.of(List.of("127.0.0.1")))
                .withMessageContaining("'127.0.0.1'");
    }

    /** However an address is spelled: decimal, octal, hexadecimal, short, mapped, translated, with a point behind it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://2130706433/x",
                "https://017700000001/x",
                "https://0x7f000001/x",
                "https://0x7f.0.0.1/x",
                "https://0177.0.0.1/x",
                "https://127.1/x",
                "https://127.0.0.1./x",
                "https://localhost/x",
                "https://localhost./x",
                "https://LOCALHOST/x",
                "https://[::ffff:127.0.0.1]/x",
                "https://[::ffff:7f00:1]/x",
                "https://[::127.0.0.1]/x",
                "https://[64:ff9b::127.0.0.1]/x",
                "https://[64:ff9b:1::a00:1]/x",
                "https://[2001::1]/x",
                "https://[2001:20::1]/x",
                "https://[3fff:1::1]/x",
                "https://192.88.99.1/x",
                "https://[fe80::1%25lo]/x",
                "https://[fec0::1]/x",
                "https://127.0.0.1%2f@public.example/x",
                "https://public.example@127.0.0.1/x",
                "https://127.0.0.1\\@public.example/x",
                "https://public.example#@127.0.0.1/x",
                "https:127.0.0.1/x",
                "HTTP://public.example/x"
            })
    void spellingsOfForbiddenAddresses_areRefused(String endpoint) {
        assertThat(EndpointPolicy.of(List.of()).refusal(endpoint)).isPresent();
    }

    @Test
    void addressesToConnectTo_areCheckedByHostAndPort() throws Exception {
        assertThat(policy.connectable("public.example", 443)).hasSize(1);
        assertThat(policy.connectable("127.0.0.1", 5000)).hasSize(1);
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> policy.connectable("sneaky.example", 443));
        EndpointPolicy onePort =
                new EndpointPolicy(List.of("https://sneaky.example:8443"), EndpointPolicyTest::resolve);
        assertThat(onePort.connectable("sneaky.example", 8443)).hasSize(1);
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> onePort.connectable("sneaky.example", 443));
        EndpointPolicy six = EndpointPolicy.of(List.of("http://[::1]:*"));
        assertThat(six.refusal("http://[::1]:8080/x")).isEmpty();
        assertThat(six.connectable("::1", 8080)).hasSize(1);
    }
}

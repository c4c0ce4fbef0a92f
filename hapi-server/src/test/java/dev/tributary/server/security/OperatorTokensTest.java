package dev.tributary.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTokensTest {

    private static final Instant NOW = Instant.parse("2026-07-22T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void hubThatNeverRan_getsItsKey_readableByItsOwnerOnly() throws Exception {
        var data = folder.resolve("not/yet/there");

        tokens(data).issue("hospital", Set.of("source"), Duration.ofHours(1));

        var file = data.resolve("keys/signing.jwk");
        assertThat(file).exists();
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            abort("no POSIX permissions here");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void token_saysWhoWhatAndHowLong() throws Exception {
        var token = SignedJWT.parse(tokens(folder).issue("hospital", Set.of("source", "reader"), Duration.ofHours(2)));

        assertThat(token.verify(new RSASSAVerifier(SigningKey.in(folder).toRSAPublicKey())))
                .isTrue();
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo("hospital");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("hospital");
        assertThat(claims.getStringClaim("scope")).isEqualTo("reader source");
        assertThat(claims.getIssueTime()).isEqualTo(NOW);
        assertThat(claims.getExpirationTime()).isEqualTo(NOW.plus(Duration.ofHours(2)));
        assertThat(claims.getJWTID()).isNotBlank();
    }

    @Test
    void nonsense_isRefusedForPeople() {
        var tokens = tokens(folder);
        var hour = Duration.ofHours(1);

        assertThatThrownBy(() -> tokens.issue("a", Set.of("admin"), hour))
                .hasMessage("Scopes [admin]: write some of source, reader, subscriber, steward, operator.");
        assertThatThrownBy(() -> tokens.issue("a", Set.of(), hour)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tokens.issue(" ", Set.of("source"), hour)).hasMessageContaining("--client");
        assertThatThrownBy(() -> tokens.issue("a", Set.of("source"), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tokens.issue("a", Set.of("source"), Duration.ofDays(367)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void replicasThatStartAtOnce_useOneKey() throws Exception {
        var ready = new CountDownLatch(1);
        Set<String> keys = ConcurrentHashMap.newKeySet();
        var replicas = new ArrayList<Thread>();
        for (var i = 0; i < 8; i++) {
            replicas.add(new Thread(() -> {
                try {
                    ready.await();
                } catch (InterruptedException e) {
                    return;
                }
                keys.add(SigningKey.in(folder).getKeyID());
            }));
        }
        replicas.forEach(Thread::start);
        ready.countDown();
        for (var replica : replicas) {
            replica.join();
        }

        assertThat(keys).hasSize(1);
        assertThat(new HashSet<>(keys)).containsExactly(SigningKey.in(folder).getKeyID());
    }

    @Test
    void spoiltKeyFile_isNotOverwritten_andNotQuoted() throws Exception {
        var file = Files.createDirectories(folder.resolve("keys")).resolve("signing.jwk");
        Files.writeString(file, "{\"kty\":\"RSA\",\"d\":\"very secret\"");

        assertThatThrownBy(() -> tokens(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("signing.jwk is no JSON Web Key")
                .hasNoCause()
                .hasMessageNotContaining("very secret");
        assertThat(file).content().contains("very secret");
    }

    private static OperatorTokens tokens(Path data) {
        return new OperatorTokens(data, InstantSource.fixed(NOW), UUID::randomUUID);
    }
}

package dev.tributary.server.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is checked before the long start, so that the answer comes at once. Every check throws a {@link Refusal}. */
final class Preflight {

    private static final int LOGIN_SECONDS = 10;

    private final HubSettings settings;
    private final Map<String, String> environment;

    Preflight(HubSettings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    void check() {
        configuration();
        var mllp = new MllpPorts(settings).all();
        if (settings.port() != 0 && mllp.contains(settings.port())) {
            throw new Refusal("HTTP and MLLP both want port " + settings.port()
                    + ": set HUB_PORT or HUB_MLLP_PORT (or feeds.mllp.port in config/sources) to another");
        }
        port("HUB_ADDRESS", settings.address(), settings.port());
        mllp.forEach(port -> port("HUB_MLLP_ADDRESS", settings.mllpAddress(), port));
        database();
    }

    private void configuration() {
        var sources = settings.configDir().resolve("sources");
        if (!Files.isDirectory(settings.configDir())) {
            throw new Refusal("there is no configuration directory " + settings.configDir()
                    + ": create it or set HUB_CONFIG to the one to use");
        }
        if (Files.exists(sources) && !Files.isReadable(sources)) {
            throw new Refusal("no permission to read " + sources + ": give this user access to it or set HUB_CONFIG");
        }
    }

    /** Binds the port for a moment; 0 is any free one. */
    private void port(String variable, String address, int port) {
        if (port == 0) {
            return;
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(variable, address), port));
        } catch (BindException e) {
            if (String.valueOf(e.getMessage()).contains("Cannot assign")) {
                throw noAddress(variable, address);
            }
            throw refusal(new BindException(e.getMessage() + " port " + port));
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    private static InetAddress address(String variable, String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw noAddress(variable, address);
        }
    }

    private static Refusal noAddress(String variable, String address) {
        return new Refusal(variable + " is " + address
                + ", which is no address of this machine: set it to one, or to 0.0.0.0 for all");
    }

    private void database() {
        var url = settings.databaseUrl();
        if (url == null || settings.embeddedDatabase()) {
            return;
        }
        DriverManager.setLoginTimeout(LOGIN_SECONDS);
        try (var connection =
                DriverManager.getConnection(url, value("HUB_DB_USER", "sa"), value("HUB_DB_PASSWORD", ""))) {
            connection.isValid(LOGIN_SECONDS);
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    private String value(String name, String otherwise) {
        @Nullable String value = environment.get(name);
        return value == null ? otherwise : value;
    }

    private Refusal refusal(Exception cause) {
        return new Refusal(StartFailure.of(cause, settings).line());
    }
}

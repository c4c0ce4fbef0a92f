package dev.tributary.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses addresses of the FHIR server that are spelled so that it is found and nobody else understands them, {@code //fhir} or {@code /%66hir}: Spring
 * fails on them before its firewall sees them.
 */
final class PlainPath extends OncePerRequestFilter {

    private final String servlet;

    /** @param servlet path of the FHIR server, {@code /fhir} */
    PlainPath(String servlet) {
        this.servlet = servlet;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !servlet.equals(request.getServletPath());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var expected = request.getContextPath() + servlet;
        var uri = request.getRequestURI();
        if (uri.equals(expected) || uri.startsWith(expected + "/")) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }
}

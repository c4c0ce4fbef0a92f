package dev.tributary.server.csv;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How text files are taken.
 *
 * @param maxFile larger files are refused
 */
@ConfigurationProperties("hub.csv")
public record CsvProperties(@DefaultValue("1GB") DataSize maxFile) {

    public CsvProperties {
        if (maxFile.toBytes() < 1024) {
            throw new IllegalArgumentException(
                    "hub.csv.max-file: \"%s\" does not do. Write a size from 1KB, like 1GB.".formatted(maxFile));
        }
    }
}

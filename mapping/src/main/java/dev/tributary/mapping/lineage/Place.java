package dev.tributary.mapping.lineage;

/**
 * One place of an input that holds a value: a component of HL7 v2, an attribute or text of a document, a cell of a table.
 *
 * @param path how people name it: {@code PID-5.1}, {@code OBX[2]-5}, {@code /ClinicalDocument/code/@code}, {@code row[2].birth_date}
 * @param value as it stands there, for people
 * @param start first byte of the value
 * @param end the byte after the value
 */
public record Place(String path, String value, int start, int end) {

    /** How many bytes the value takes. */
    int length() {
        return end - start;
    }
}

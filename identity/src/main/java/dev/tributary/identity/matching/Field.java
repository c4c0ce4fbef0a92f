package dev.tributary.identity.matching;

import java.util.List;
import java.util.Locale;

/** What is compared, and the levels on which it can agree, best first. */
public enum Field {
    GIVEN_NAME(Level.SAME, Level.NICKNAME, Level.TYPO, Level.SOUNDS_ALIKE, Level.PART, Level.INITIAL, Level.DIFFERENT),
    FAMILY_NAME(Level.SAME, Level.PART, Level.TYPO, Level.SOUNDS_ALIKE, Level.DIFFERENT),
    NAME_ORDER(Level.SAME, Level.SWAPPED),
    MIDDLE_NAME(Level.SAME, Level.DIFFERENT),
    NAME_SUFFIX(Level.SAME, Level.DIFFERENT),
    BIRTH_DATE(Level.SAME, Level.TYPO, Level.SWAPPED, Level.PART, Level.NEAR, Level.DIFFERENT),
    /** Compared if one side knows no day: the year, and the month if both know it. */
    PARTIAL_BIRTH_DATE(Level.SAME, Level.DIFFERENT),
    SEX(Level.SAME, Level.DIFFERENT),
    ADDRESS(Level.SAME, Level.TYPO, Level.STREET, Level.ELSEWHERE, Level.LOCALITY, Level.NEAR, Level.DIFFERENT),
    /** Compared if there is no street to compare. */
    LOCALITY(Level.SAME, Level.NEAR, Level.DIFFERENT),
    PHONE(Level.SAME, Level.TYPO, Level.DIFFERENT),
    EMAIL(Level.SAME, Level.TYPO, Level.DIFFERENT),
    NATIONAL_IDENTIFIER(Level.SAME, Level.TYPO, Level.DIFFERENT),
    TRUSTED_IDENTIFIER(Level.SAME, Level.TYPO, Level.DIFFERENT),
    RECORD_NUMBER(Level.SAME, Level.TYPO, Level.DIFFERENT),
    INSURANCE_NUMBER(Level.SAME, Level.TYPO, Level.DIFFERENT),
    MOTHERS_MAIDEN_NAME(Level.SAME, Level.TYPO, Level.DIFFERENT),
    BIRTH_ORDER(Level.SAME, Level.DIFFERENT),
    DECEASED(Level.SAME, Level.DIFFERENT),
    PRACTICE(Level.SAME, Level.DIFFERENT);

    private final List<Level> levels;

    Field(Level... levels) {
        this.levels = List.of(levels);
    }

    public List<Level> levels() {
        return levels;
    }

    /** As the model's file spells it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.tributary.identity.features;

/** How much an equal or a different number says about who somebody is. */
public enum IdentifierStrength {
    /** A person has one, for life: different ones are different people, or an error that a person must judge. */
    NATIONAL,
    /** One person's and trusted, but renewed now and then: driver's licence, passport. */
    TRUSTED,
    /** A facility's record number: one person's, but a person may have several. */
    RECORD,
    /** Shared by a family: insurance member and subscriber numbers. */
    SHARED,
    /** Says nothing: visits, accounts, anything without a system. */
    NONE
}

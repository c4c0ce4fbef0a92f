package dev.tributary.mapping.ccda.section;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Device;
import org.jspecify.annotations.Nullable;

/** A UDI of the FDA, as people read it, to <a href="https://hl7.org/fhir/R4/device-definitions.html#Device.udiCarrier">Device</a>. */
final class UdiToDevice {

    private static final String FDA = "http://hl7.org/fhir/NamingSystem/fda-udi";
    private static final String GS1 = "http://hl7.org/fhir/NamingSystem/gs1-di";
    /** GS1: an application identifier in brackets and its value. */
    private static final Pattern PART = Pattern.compile("\\((\\d{2,4})\\)([^(]{1,70})");

    private static final Pattern DATE = Pattern.compile("\\d{6}");
    /** GS1's years of two digits: up to here they are of this century. */
    private static final int LAST_OF_CENTURY = 50;

    private UdiToDevice() {}

    /** The carrier, and what a UDI of GS1 says of lot, serial number and dates; parts that are not understood stay in the carrier. */
    static void map(String udi, Device device) {
        var carrier = device.addUdiCarrier().setCarrierHRF(udi).setJurisdiction(FDA);
        if (!udi.startsWith("(01)")) {
            return;
        }
        carrier.setIssuer(GS1);
        var parts = PART.matcher(udi);
        while (parts.find()) {
            var value = parts.group(2).strip();
            switch (parts.group(1)) {
                case "01" -> carrier.setDeviceIdentifier(value);
                case "10" -> device.setLotNumber(value);
                case "21" -> device.setSerialNumber(value);
                case "11" -> device.setManufactureDateElement(date(value));
                case "17" -> device.setExpirationDateElement(date(value));
                default -> {}
            }
        }
    }

    /** {@code YYMMDD}; day 00 is the last one of the month. Null if it is no date. */
    private static @Nullable DateTimeType date(String text) {
        if (!DATE.matcher(text).matches()) {
            return null;
        }
        var year = Integer.parseInt(text.substring(0, 2));
        var day = Integer.parseInt(text.substring(4));
        try {
            var month = YearMonth.of(
                    year + (year <= LAST_OF_CENTURY ? 2000 : 1900), Integer.parseInt(text.substring(2, 4)));
            LocalDate date = day == 0 ? month.atEndOfMonth() : month.atDay(day);
            return new DateTimeType(date.toString());
        } catch (DateTimeException e) {
            return null;
        }
    }
}

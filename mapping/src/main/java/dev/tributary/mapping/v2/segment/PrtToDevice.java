package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-prt-to-device.html">PRT-10 and PRT-16 to PRT-22 to Device</a>. */
final class PrtToDevice {

    private PrtToDevice() {}

    /** Writes the device and refers to it; null if the segment gives it no number. */
    static @Nullable Reference map(SegmentReader prt, Translation translation) {
        var device = new Device();
        var number = EiToIdentifier.map(prt.value(10), "SNO", translation);
        if (number != null) {
            device.addIdentifier(number);
        }
        var udi = prt.text(16);
        if (udi != null) {
            device.addUdiCarrier().setDeviceIdentifier(udi);
        }
        device.setSerialNumber(prt.text(20));
        device.setDistinctIdentifier(prt.text(21));
        var key = number != null ? number.getSystem() + "|" + number.getValue() : key(udi, device);
        if (key == null) {
            return null;
        }
        device.setId(translation.id("Device", key));
        device.setLotNumber(prt.text(19));
        device.setType(CweToCodeableConcept.map(prt.value(22), translation));
        var made = TsToDateTime.map(prt.value(17), translation);
        if (made != null) {
            device.setManufactureDateElement(made);
        }
        var expires = TsToDateTime.map(prt.value(18), translation);
        if (expires != null) {
            device.setExpirationDateElement(expires);
        }
        return translation.write(device);
    }

    private static @Nullable String key(@Nullable String udi, Device device) {
        var instance = device.hasSerialNumber() ? device.getSerialNumber() : device.getDistinctIdentifier();
        if (udi == null && instance == null) {
            return null;
        }
        return "udi|" + (udi == null ? "" : udi) + "|" + (instance == null ? "" : instance);
    }
}

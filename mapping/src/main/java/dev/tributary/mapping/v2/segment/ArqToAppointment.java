package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;

/**
 * ARQ to a proposed Appointment. Ours: HL7's guide has no map; the fields are those of
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/ARQ">HL7 v2 chapter 10</a>, the rest follows its map of SCH.
 */
public final class ArqToAppointment {

    private ArqToAppointment() {}

    /**
     * @param key of ARQ-2, else ARQ-1, as {@link SchToAppointment#key} finds it
     * @param isNew whether the reasons are those of the appointment, and not of changing it
     */
    public static Appointment map(SegmentReader arq, String key, boolean isNew, Translation translation) {
        var appointment = SchToAppointment.identified(arq, key, translation);
        appointment.setStatus(AppointmentStatus.PROPOSED);
        if (isNew) {
            SchToAppointment.setReason(appointment, arq, translation);
        }
        SchToAppointment.addOrders(appointment, arq, 24, translation);
        SchToAppointment.addPlacerContact(appointment, arq, 15, translation);
        SchToAppointment.addEnterer(appointment, arq, 19, translation);
        for (var range : arq.values(11)) {
            var period =
                    DrToPeriod.map(TsToDateTime.map(range, 1, translation), TsToDateTime.map(range, 2, translation));
            if (period != null) {
                appointment.addRequestedPeriod(period);
            }
        }
        return appointment;
    }

    /** How long it shall take; when is a wish, and no time of the appointment. */
    static ResourceTime time(SegmentReader arq, Translation translation) {
        return ResourceTime.of(null, null, ResourceTime.duration(arq.value(9), arq.value(10), translation));
    }
}

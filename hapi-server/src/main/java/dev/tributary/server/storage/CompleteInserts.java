package dev.tributary.server.storage;

import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.FlushEntityEvent;
import org.hibernate.event.spi.FlushEntityEventListener;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;
import org.hibernate.type.BasicType;

/**
 * Writes each version of a resource once. HAPI sets the source of a version after it has handed the version to Hibernate, which then inserts
 * it as it was and updates the whole row, body included, right behind. Here a pending insert takes what was set since.
 */
final class CompleteInserts implements Integrator, FlushEntityEventListener {

    @Override
    public void integrate(Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor sessions) {
        sessions.getServiceRegistry()
                .requireService(EventListenerRegistry.class)
                .prependListeners(EventType.FLUSH_ENTITY, this);
    }

    @Override
    public void disintegrate(SessionFactoryImplementor sessions, SessionFactoryServiceRegistry services) {
        // The listener ends with the sessions.
    }

    @Override
    public void onFlushEntity(FlushEntityEvent event) {
        var entry = event.getEntityEntry();
        if (event.getEntity() instanceof ResourceHistoryTable && !entry.isExistsInDatabase()) {
            complete(entry, event.getEntity());
        }
    }

    private static void complete(EntityEntry entry, Object entity) {
        // The array that the insert will bind.
        var pending = entry.getLoadedState();
        if (pending == null) {
            return;
        }
        var persister = entry.getPersister();
        var types = persister.getPropertyTypes();
        for (var i = 0; i < pending.length; i++) {
            if (types[i] instanceof BasicType) {
                pending[i] = persister.getValue(entity, i);
            }
        }
    }
}

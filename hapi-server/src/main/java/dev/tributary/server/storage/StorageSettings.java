package dev.tributary.server.storage;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.model.HistoryCountModeEnum;
import ca.uhn.fhir.jpa.model.entity.StorageSettings.IndexEnabledEnum;

/**
 * HAPI's storage settings, chosen before the first row: most of them cannot change afterwards without a reindex of everything.
 * Reasons and figures are in docs/decisions/0005.
 */
final class StorageSettings {

    private StorageSettings() {}

    static JpaStorageSettings hub() {
        var settings = new JpaStorageSettings();
        shape(settings);
        behaviour(settings);
        return settings;
    }

    /** What is written for a resource. */
    private static void shape(JpaStorageSettings settings) {
        settings.setAutoSupportDefaultSearchParams(false);
        settings.setSuppressStringIndexingInTokens(true);
        settings.setIndexMissingFields(IndexEnabledEnum.DISABLED);
        settings.setIndexStorageOptimized(true);
        settings.setTagStorageMode(JpaStorageSettings.TagStorageModeEnum.NON_VERSIONED);
        settings.setStoreMetaSourceInformation(JpaStorageSettings.StoreMetaSourceInformationEnum.SOURCE_URI);
        settings.setHibernateSearchIndexSearchParams(false);
        settings.setHibernateSearchIndexFullText(false);
    }

    private static void behaviour(JpaStorageSettings settings) {
        // A search answers what is stored now, on every replica.
        settings.setReuseCachedSearchResultsForMillis(null);
        // So does a history: with a count of a minute ago it would leave out as many of the oldest versions as have
        // come since.
        settings.setHistoryCountMode(HistoryCountModeEnum.COUNT_ACCURATE);
        // In the thread of the request, which knows who calls: what a search may find depends on it.
        settings.setBundleBatchPoolSize(1);
        settings.setEverythingIncludesFetchPageSize(500);
        settings.setMaximumTransactionBundleSize(5000);
        settings.setPreExpandValueSets(false);
        settings.setEnableTaskPreExpandValueSets(false);
        settings.setEnableTaskResourceReindexing(false);
        settings.setEnableTaskBulkImportJobExecution(false);
        settings.setEnableTaskBulkExportJobExecution(false);
        settings.setAllowExternalReferences(false);
    }
}

package dev.tributary.server;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Lets Spring remember which beans are of a type. It does so once bean definitions are final, which it declares only after the
 * web server is made; the web server needs nearly all beans, and each of HAPI's DAOs would search all definitions again.
 */
final class BeanTypesKnownOnce implements BeanFactoryPostProcessor {

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        beans.freezeConfiguration();
    }
}

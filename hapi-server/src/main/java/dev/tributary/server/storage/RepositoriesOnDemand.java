package dev.tributary.server.storage;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;

/**
 * Lets each of HAPI's Spring Data repositories be made when it is first called. To make one is to parse all its queries, and the hub never calls
 * most of them. It is what {@code bootstrapMode = LAZY} of {@code @EnableJpaRepositories} does, which is HAPI's annotation here.
 */
final class RepositoriesOnDemand implements BeanFactoryPostProcessor {

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (var factory : beans.getBeanNamesForType(RepositoryFactoryBeanSupport.class, true, false)) {
            var name = BeanFactoryUtils.transformedBeanName(factory);
            beans.getBeanDefinition(name).setLazyInit(true);
            // Spring has merged it with its parents already, and may keep that.
            beans.getMergedBeanDefinition(name).setLazyInit(true);
        }
        ((DefaultListableBeanFactory) beans).setAutowireCandidateResolver(new StandIns());
    }

    /** Injects a stand-in for a repository, which fetches the real one with the first call. */
    private static final class StandIns extends ContextAnnotationAutowireCandidateResolver {

        @Override
        protected boolean isLazy(DependencyDescriptor wanted) {
            return Repository.class.isAssignableFrom(wanted.getDependencyType()) || super.isLazy(wanted);
        }
    }
}

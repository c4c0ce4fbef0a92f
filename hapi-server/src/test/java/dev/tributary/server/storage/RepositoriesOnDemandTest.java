package dev.tributary.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;

class RepositoriesOnDemandTest {

    @Test
    void aRepository_isMadeWithItsFirstCall_andOnce() {
        try (var context = new AnnotationConfigApplicationContext(Beans.class)) {
            var made = context.getBean(AtomicInteger.class);
            var reader = context.getBean(Reader.class);
            assertThat(made).hasValue(0);

            assertThat(reader.facts().said()).isEqualTo("said");
            assertThat(reader.facts().said()).isEqualTo("said");
            assertThat(made).hasValue(1);
        }
    }

    interface Facts extends Repository<String, String> {

        String said();
    }

    record Reader(Facts facts) {}

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        static RepositoriesOnDemand repositoriesOnDemand() {
            return new RepositoriesOnDemand();
        }

        @Bean
        AtomicInteger made() {
            return new AtomicInteger();
        }

        @Bean
        FactsFactory facts(AtomicInteger made) {
            return new FactsFactory(made);
        }

        @Bean
        Reader reader(Facts facts) {
            return new Reader(facts);
        }
    }

    /** Of Spring Data's kind, without a database behind it. */
    static final class FactsFactory extends RepositoryFactoryBeanSupport<Facts, String, String> {

        private final AtomicInteger made;

        FactsFactory(AtomicInteger made) {
            super(Facts.class);
            this.made = made;
        }

        @Override
        public void afterPropertiesSet() {
            made.incrementAndGet();
        }

        @Override
        public Facts getObject() {
            return () -> "said";
        }

        @Override
        protected RepositoryFactorySupport createRepositoryFactory() {
            throw new UnsupportedOperationException("nothing is stored here");
        }
    }
}

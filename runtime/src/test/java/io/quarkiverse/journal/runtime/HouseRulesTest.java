package io.quarkiverse.journal.runtime;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import org.jspecify.annotations.NullMarked;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** One look at the packages tells how an event flows: published, sequenced, stored, tailed, subscribed, sent. */
@AnalyzeClasses(packages = "io.quarkiverse.journal", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    private static final String RUNTIME = "io.quarkiverse.journal.runtime.";
    private static final String ENTITIES = "io.quarkiverse.journal.panache..";

    @ArchTest
    static final ArchRule THE_API_KNOWS_NO_IMPLEMENTATION = noClasses().that().resideInAPackage("io.quarkiverse.journal")
            .should().dependOnClassesThat().resideInAPackage("..runtime..")
            .because("applications compile against the API alone, and what lies below it may change with every release");

    @ArchTest
    static final ArchRule AN_EVENT_KNOWS_NO_STATION = below("event", "publish", "sequence", "store", "schema", "tail",
            "subscribe", "http", "config", "observe").because("it is what all of them hand on");

    @ArchTest
    static final ArchRule OBSERVING_KNOWS_NOTHING = below("observe", "event", "publish", "sequence", "store", "schema", "tail",
            "subscribe", "http", "config").because("every station may use it");

    @ArchTest
    static final ArchRule CONFIGURATION_KNOWS_NOTHING = below("config", "event", "publish", "sequence", "store", "schema",
            "tail", "subscribe", "http", "observe").because("it is read where the stations are put together");

    @ArchTest
    static final ArchRule THE_STORE_KNOWS_NO_STATION_ABOVE = below("store", "schema", "publish", "sequence", "tail",
            "subscribe", "http").because("statements do not depend on who has them executed, nor on who made the tables");

    @ArchTest
    static final ArchRule THE_SCHEMA_KNOWS_NO_STATION_ABOVE = below("schema", "publish", "sequence", "tail", "subscribe",
            "http").because("tables are there before anything uses them");

    @ArchTest
    static final ArchRule PUBLISHING_ENDS_AT_THE_QUEUE = below("publish", "sequence", "store", "schema", "tail", "subscribe",
            "http").because("a publisher waits for nothing but room in the queue, and must not reach the database");

    @ArchTest
    static final ArchRule TRANSACTIONS_END_AT_THE_PENDING_TABLE = below("transact", "sequence", "schema", "tail", "subscribe",
            "http")
            .because(
                    "a caller's transaction leaves its events in a table and gives a nudge; who moves them is not its business");

    @ArchTest
    static final ArchRule SEQUENCING_KNOWS_NO_READERS = below("sequence", "tail", "subscribe", "http")
            .because("it tells a listener what is committed; a reader must never hold the writer up");

    @ArchTest
    static final ArchRule THE_TAIL_KNOWS_NO_READING = below("tail", "subscribe", "publish", "sequence", "http")
            .because("it wakes whoever is parked, and takes events from whoever has them");

    @ArchTest
    static final ArchRule READING_KNOWS_NO_WRITING = below("subscribe", "http", "publish", "sequence")
            .because("a reading lives from pages and the tail alone, however its frames are sent");

    @ArchTest
    static final ArchRule RETENTION_KNOWS_NO_STATION = below("retain", "publish", "sequence", "tail", "subscribe", "http")
            .because("what is removed is told to writers and readers by floors in the database, and by nothing else");

    @ArchTest
    static final ArchRule HTTP_GOES_BY_THE_STATIONS = noClasses().that().resideInAPackage(RUNTIME + "http..")
            .should().dependOnClassesThat().resideInAnyPackage(RUNTIME + "sequence..", RUNTIME + "schema..")
            .allowEmptyShould(true)
            .because("it publishes, reads and subscribes as any caller does");

    @ArchTest
    static final ArchRule HEALTH_AND_METERS_ARE_OPTIONAL = noClasses()
            .that().resideOutsideOfPackages(RUNTIME + "health..", RUNTIME + "micrometer..")
            .should().dependOnClassesThat().resideInAnyPackage("org.eclipse.microprofile.health..", "io.micrometer..",
                    RUNTIME + "health..", RUNTIME + "micrometer..")
            .because("applications without these libraries must be able to load everything else");

    @ArchTest
    static final ArchRule HIBERNATE_IS_OPTIONAL = noClasses()
            .that().resideOutsideOfPackages(RUNTIME + "reactive..", RUNTIME + "panache..", ENTITIES)
            .should().dependOnClassesThat()
            .resideInAnyPackage("org.hibernate..", "jakarta.persistence..", "io.quarkus.panache..",
                    "io.quarkus.hibernate..", RUNTIME + "reactive..", RUNTIME + "panache..", ENTITIES)
            .because("applications without it must be able to load everything else");

    @ArchTest
    static final ArchRule PANACHE_IS_OPTIONAL_WITH_HIBERNATE = noClasses().that().resideInAPackage(RUNTIME + "panache..")
            .should().dependOnClassesThat().resideInAnyPackage("io.quarkus.panache..", "io.quarkus.hibernate..", ENTITIES)
            .because("Hibernate loads it in applications without Panache too");

    @ArchTest
    static final ArchRule CONSUMING_KNOWS_NO_STATION = below("consume", "publish", "sequence", "schema", "tail", "subscribe",
            "http", "connector").because("it counts what somebody else reads and processes, and keeps the count in the store");

    @ArchTest
    static final ArchRule CHANNELS_GO_BY_THE_JOURNAL = noClasses().that().resideInAPackage(RUNTIME + "connector..")
            .should().dependOnClassesThat().resideInAnyPackage(RUNTIME + "sequence..", RUNTIME + "schema..", RUNTIME + "tail..",
                    RUNTIME + "subscribe..", RUNTIME + "transact..", RUNTIME + "http..")
            .because("they publish and subscribe as any caller does");

    @ArchTest
    static final ArchRule MESSAGING_IS_OPTIONAL = noClasses().that().resideOutsideOfPackage(RUNTIME + "connector..")
            .should().dependOnClassesThat().resideInAnyPackage("org.eclipse.microprofile.reactive.messaging..",
                    "io.smallrye.reactive.messaging..", RUNTIME + "connector..")
            .because("applications without channels must be able to load everything else");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching(RUNTIME + "(*)..").should().beFreeOfCycles()
            .because("arrows point one way");

    @ArchTest
    static final ArchRule NO_MUTABLE_STATICS = fields().that().areStatic().and().areDeclaredInClassesThat()
            .resideInAPackage("io.quarkiverse.journal..").should().beFinal()
            .because("two journals live in one process, in tests and in dev mode, and native images keep build-time state");

    @ArchTest
    static final ArchRule NO_PUBLIC_STATE = fields().that().areNotStatic().and().areDeclaredInClassesThat()
            .resideInAPackage("io.quarkiverse.journal.runtime..").and().areDeclaredInClassesThat().haveNameNotMatching(".*_.*")
            .should().notBePublic()
            .because("a class with state says itself who may change it, and on which thread");

    @ArchTest
    static final ArchRule IMPLEMENTATIONS_ARE_FINAL = classes().that().resideInAPackage("io.quarkiverse.journal.runtime..")
            .and().areNotInterfaces().and().areNotAnonymousClasses().and(isNotSynthetic()).and(isNotMadeByTheContainer())
            .and(isNotGenerated())
            .should().haveModifier(JavaModifier.FINAL)
            .because("nothing here is made to be extended; what may vary is an interface");

    @ArchTest
    static final ArchRule SLEEPING_IS_FOR_OWN_THREADS = noClasses()
            .that().doNotHaveFullyQualifiedName(RUNTIME + "tail.TailFollower")
            .and().doNotHaveFullyQualifiedName(RUNTIME + "sequence.Attempts")
            .should().callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(nameMatching("sleep")))
            .because("only the writer and the tail have threads of their own to pause between attempts");

    @ArchTest
    static final ArchRule NULLNESS_IS_STATED = classes().that(resideInAPackage("io.quarkiverse.journal.."))
            .should(liveInANullMarkedPackage())
            .because("NullAway checks only what is marked");

    @ArchTest
    static final ArchRule FUTURES_ARE_NOT_BLOCKED_ON = noClasses().that().resideInAnyPackage(RUNTIME + "subscribe..",
            RUNTIME + "tail..", RUNTIME + "http..").should().callMethod(java.util.concurrent.CompletableFuture.class, "join")
            .orShould().callMethod(java.util.concurrent.CompletableFuture.class, "get")
            .because("readings are polled on event loops");

    private static com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction below(String station, String... others) {
        String[] packages = java.util.Arrays.stream(others).map(other -> RUNTIME + other + "..").toArray(String[]::new);
        return noClasses().that().resideInAPackage(RUNTIME + station + "..")
                .should().dependOnClassesThat().resideInAnyPackage(packages);
    }

    private static DescribedPredicate<JavaClass> isNotSynthetic() {
        return DescribedPredicate.describe("are not synthetic", type -> !type.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !type.getSimpleName().equals("package-info"));
    }

    private static DescribedPredicate<JavaClass> isNotMadeByTheContainer() {
        return DescribedPredicate.describe("are not beans or recorders, of which Quarkus makes subclasses",
                type -> !type.isAnnotatedWith("io.quarkus.runtime.annotations.Recorder")
                        && type.getAnnotations().stream().noneMatch(annotation -> annotation.getRawType().getName()
                                .startsWith("jakarta.enterprise.context")
                                || annotation.getRawType().getName()
                                        .equals("jakarta.inject.Singleton")
                                || annotation.getRawType().getName()
                                        .equals("jakarta.interceptor.Interceptor")));
    }

    private static DescribedPredicate<JavaClass> isNotGenerated() {
        return DescribedPredicate.describe("are not made of the connector's attributes",
                type -> !type.getFullName().matches(".*\\.connector\\.JournalConnector[A-Za-z]*Configuration"));
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package that is @NullMarked") {

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " of " + type.getSimpleName()
                        + (marked ? " is" : " is not") + " @NullMarked"));
            }
        };
    }
}

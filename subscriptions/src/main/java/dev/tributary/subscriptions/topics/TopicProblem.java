package dev.tributary.subscriptions.topics;

/**
 * One reason why a topic cannot be served.
 *
 * @param path where, as FHIRPath or as the element of SubscriptionTopic
 * @param text what is wrong and what to do, in a sentence
 */
public record TopicProblem(String path, String text) {}

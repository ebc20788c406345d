<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Disputes</name>
    <message numerus="yes">
        <source>%n regions</source>
        <translation>
            <numerusform>%n region</numerusform>
            <numerusform>%n regions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n disputed · %1 % agree</source>
        <translation>
            <numerusform>%n disputed · %1 % agree</numerusform>
            <numerusform>%n disputed · %1 % agree</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Import</name>
    <message numerus="yes">
        <source>%n new traces</source>
        <translation>
            <numerusform>%n new trace</numerusform>
            <numerusform>%n new traces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n known already</source>
        <translation>
            <numerusform>%n known already</numerusform>
            <numerusform>%n known already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images missing</source>
        <translation>
            <numerusform>%n image missing</numerusform>
            <numerusform>%n images missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows rejected, first: %1</source>
        <translation>
            <numerusform>%n row rejected: %1</numerusform>
            <numerusform>%n rows rejected, first: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new questions without a trace</source>
        <translation>
            <numerusform>%n new question without a trace</numerusform>
            <numerusform>%n new questions without a trace</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n parts kept in another form or not at all, first: %1</source>
        <translation>
            <numerusform>%n part kept in another form or not at all: %1</numerusform>
            <numerusform>%n parts kept in another form or not at all, first: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message numerus="yes">
        <source>%n parameters</source>
        <translation>
            <numerusform>%n parameter</numerusform>
            <numerusform>%n parameters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n corrected by people</source>
        <translation>
            <numerusform>%n corrected by people</numerusform>
            <numerusform>%n corrected by people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message numerus="yes">
        <source>All %n decisions of that time are there</source>
        <translation>
            <numerusform>The one decision of that time is there</numerusform>
            <numerusform>All %n decisions of that time are there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs went on without the window.</source>
        <translation>
            <numerusform>%n run went on without the window.</numerusform>
            <numerusform>%n runs went on without the window.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>steplight::AdjudicationPage</name>
    <message numerus="yes">
        <source>%n disputed steps left in %1</source>
        <translation>
            <numerusform>%n disputed step left in %1</numerusform>
            <numerusform>%n disputed steps left in %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>steplight::ImportController</name>
    <message numerus="yes">
        <source>Importing, %n traces so far</source>
        <translation>
            <numerusform>Importing, %n trace so far</numerusform>
            <numerusform>Importing, %n traces so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images found there.</source>
        <translation>
            <numerusform>%n image found there.</numerusform>
            <numerusform>%n images found there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still missing.</source>
        <translation>
            <numerusform>%n still missing.</numerusform>
            <numerusform>%n still missing.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>steplight::JournalController</name>
    <message numerus="yes">
        <source>%n labels stand again.</source>
        <translation>
            <numerusform>%n label stands again.</numerusform>
            <numerusform>%n labels stand again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n labels taken back.</source>
        <translation>
            <numerusform>%n label taken back.</numerusform>
            <numerusform>%n labels taken back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were left alone: a later decision stands there.</source>
        <translation>
            <numerusform>%n was left alone: a later decision stands there.</numerusform>
            <numerusform>%n were left alone: a later decision stands there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>steplight::JournalPage</name>
    <message numerus="yes">
        <source>%n decisions</source>
        <translation>
            <numerusform>%n decision</numerusform>
            <numerusform>%n decisions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take back %n decisions</source>
        <translation>
            <numerusform>Take back %n decision</numerusform>
            <numerusform>Take back %n decisions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>steplight::KeysPage</name>
    <message numerus="yes">
        <source>%n actions have their own key again.</source>
        <translation>
            <numerusform>%n action has its own key again.</numerusform>
            <numerusform>%n actions have their own key again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>steplight::RewriteRow</name>
    <message numerus="yes">
        <source>%n continuations; without a key nothing tells which are right</source>
        <translation>
            <numerusform>%n continuation; without a key nothing tells whether it is right</numerusform>
            <numerusform>%n continuations; without a key nothing tells which are right</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n continuations</source>
        <translation>
            <numerusform>%n continuation</numerusform>
            <numerusform>%n continuations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>steplight::RunForm</name>
    <message numerus="yes">
        <source>%n processor threads</source>
        <translation>
            <numerusform>%n processor thread</numerusform>
            <numerusform>%n processor threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>steplight::RunsController</name>
    <message numerus="yes">
        <source>%n traces were scored.</source>
        <translation>
            <numerusform>%n trace was scored.</numerusform>
            <numerusform>%n traces were scored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>P(+) for %n traces</source>
        <translation>
            <numerusform>P(+) for %n trace</numerusform>
            <numerusform>P(+) for %n traces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n traces were written.</source>
        <translation>
            <numerusform>%n trace was written.</numerusform>
            <numerusform>%n traces were written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n traces were judged.</source>
        <translation>
            <numerusform>%n trace was judged.</numerusform>
            <numerusform>%n traces were judged.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Verdicts on %n traces</source>
        <translation>
            <numerusform>Verdicts on %n trace</numerusform>
            <numerusform>Verdicts on %n traces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n traces were measured.</source>
        <translation>
            <numerusform>%n trace was measured.</numerusform>
            <numerusform>%n traces were measured.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n continuations were written.</source>
        <translation>
            <numerusform>%n continuation was written.</numerusform>
            <numerusform>%n continuations were written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>steplight::TrainOptions</name>
    <message numerus="yes">
        <source>%n epochs</source>
        <translation>
            <numerusform>%n epoch</numerusform>
            <numerusform>%n epochs</numerusform>
        </translation>
    </message>
</context>
</TS>

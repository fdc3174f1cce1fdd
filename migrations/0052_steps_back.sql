-- While the clock waits to catch up with the journal, each act asks for the last step back: without reading the journal over.
CREATE INDEX journal_steps_back ON journal (id) WHERE act = 'clock.stepped_back';

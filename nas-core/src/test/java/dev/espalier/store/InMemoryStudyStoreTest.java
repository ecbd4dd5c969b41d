package dev.espalier.store;

class InMemoryStudyStoreTest extends StudyStoreContract {
  @Override
  protected StudyStore create() {
    return new InMemoryStudyStore();
  }
}
